"""Input of the order in which one grades."""

from django import forms

from .models import QueueChoice


class OrderForm(forms.Form):
    """One of the orders, and where to go back to."""

    order = forms.ChoiceField(choices=QueueChoice.Order)
    next = forms.CharField(required=False)
