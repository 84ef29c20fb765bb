"""Makes rows for tests: plain defaults, no surprise. Work comes about through the real actions (tests/cast.py)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from lessons.models import (
    Criterion,
    KeyFact,
    KeyTerm,
    Lesson,
    LessonVersion,
    Level,
    Paragraph,
    Question,
    Resource,
    Rubric,
    Section,
)

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
LEVELS = ["Beginning", "Developing", "Secure", "Excellent"]
CRITERIA = ["Understanding", "Evidence", "Argument"]


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.LazyAttribute(lambda person: f"{person.username.title()} Example")
    password = factory.django.Password(PASSWORD)


class SchoolClassFactory(factory.django.DjangoModelFactory):
    """A class in London time."""

    class Meta:
        model = SchoolClass

    name = factory.Sequence(lambda n: f"World History {n}")
    time_zone = "Europe/London"
    created_by = factory.SubFactory(UserFactory)


class EnrollmentFactory(factory.django.DjangoModelFactory):
    """A student's place in a class."""

    class Meta:
        model = Enrollment

    school_class = factory.SubFactory(SchoolClassFactory)
    person = factory.SubFactory(UserFactory)


class LessonFactory(factory.django.DjangoModelFactory):
    """A lesson's identity."""

    class Meta:
        model = Lesson

    slug = factory.Sequence(lambda n: f"lesson-{n}")


class DraftFactory(factory.django.DjangoModelFactory):
    """A draft: two sections of a paragraph each, a fact, a term, a book, 3 questions of 12 points (3 × 4 levels)."""

    class Meta:
        model = LessonVersion
        skip_postgeneration_save = True

    lesson = factory.SubFactory(LessonFactory)
    title = "The 2019 Hanoi Summit"
    lede = "Two leaders met in Hanoi."
    lede_html = "<p>Two leaders met in Hanoi.</p>"
    licence = "CC BY 4.0"

    @factory.post_generation
    def parts(version: LessonVersion, create: bool, extracted: object, **kwargs: object) -> None:  # noqa: N805  factory_boy's form
        for position, key in enumerate(["background", "aftermath"], 1):
            text = f"What the {key} was."
            number = f'<a class="para" href="#{key}-1" aria-label="Paragraph {position}">¶{position}</a>'
            html = f'<p id="{key}-1">{text} {number}</p>'
            Section.objects.create(
                version=version, position=position, key=key, heading=key.title(), body=text, html=html
            )
        KeyFact.objects.create(version=version, position=1, text="It was the second meeting.")
        KeyTerm.objects.create(version=version, position=1, key="sanctions", term="Sanctions", definition="Pressure.")
        Resource.objects.create(version=version, position=1, title="A Book", author="An Author", note="About it.")
        for position, title in enumerate(["Objectives", "Why no agreement", "Significance"], 1):
            make_question(version, position, title)


def make_question(version: LessonVersion, position: int, short_title: str) -> Question:
    """One question of a draft, 12 points, guide range 5 to 20 words, with the first edition of its rubric."""
    question = Question.objects.create(
        version=version,
        position=position,
        key=f"q{position}",
        short_title=short_title,
        prompt=f"{short_title}?",
        points=Decimal(12),
        guide_min=5,
        guide_max=20,
        guidance="Say why.",
        model_answer=f"Model answer to {short_title}.",
    )
    rubric = Rubric.objects.create(question=question, edition=1)
    for place, name in enumerate(CRITERIA, 1):
        criterion = Criterion.objects.create(rubric=rubric, position=place, key=name.lower(), name=name)
        for points, level in enumerate(LEVELS, 1):
            description = f"{level} {name.lower()}."
            Level.objects.create(
                criterion=criterion, position=points, name=level, points=Decimal(points), description=description
            )
    return question


def published(**kwargs: object) -> LessonVersion:
    """A published version, the next of its lesson."""
    version = DraftFactory(**kwargs)
    number = LessonVersion.objects.published().filter(lesson=version.lesson).count() + 1
    Paragraph.objects.bulk_create(
        Paragraph(section=section, number=section.position, ident=f"{section.key}-1", text=section.body)
        for section in version.sections.all()
    )
    Rubric.objects.filter(question__version=version).update(sealed_at=NOW)
    LessonVersion.objects.filter(pk=version.pk).update(number=number, published_at=NOW)
    version.refresh_from_db()
    return version


class AssignmentFactory(factory.django.DjangoModelFactory):
    """The lesson set for a class: opened a week ago, due in two days, closing a day later."""

    class Meta:
        model = Assignment

    school_class = factory.SubFactory(SchoolClassFactory)
    lesson_version = factory.LazyFunction(published)
    slug = "hanoi"
    opens_at = NOW - timedelta(days=7)
    due_at = NOW + timedelta(days=2)
    closes_at = NOW + timedelta(days=3)
    created_by = factory.SubFactory(UserFactory)
