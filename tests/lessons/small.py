"""The smallest lesson that shows everything a file can hold, in the form that `to_text` writes."""

SMALL = """\
---
slug: rivers
title: Rivers
unit: Unit 1, Water
language: en
licence: CC BY 4.0
note: First version
---

# Definition

A river is *moving* water.

# Key facts

1. Rivers run downhill.
2. Most of them end in a sea.

# Sections

## Where they begin {sources}

A river begins at a [[source]].

:::timeline
- **Spring** Snow melts.
- **Summer** It is low. {now}
:::

Two paragraphs here.

## Where they end {mouths}

:::compare Two mouths
#### Delta

- Many arms

#### Estuary

- One arm

**Both** end in a sea.
:::

# Fun fact

## The longest

The Nile, or the Amazon.

# Key terms

## Source {source}

Where a river begins.

# Questions

## Why meander? {meanders}

- Points: 10
- Guide range: 50 to 80 words

### Question

Why do rivers bend?

### Guidance

Think of **speed**.

### Rubric

#### Physics {physics}

How well you explain speed.

1. Beginning (1 point): None.
2. Developing (2.5 points): Some.
3. Secure (5 points): Most.
4. Excellent (10 points): All.

### Model answer

The outer bank wears away.

# Read further

## Rivers of the World

- Author: A. Brook
- About: A picture book.
"""
