"""Addresses of classes."""

from django.urls import URLPattern, URLResolver

app_name = "classes"

urlpatterns: list[URLPattern | URLResolver] = []
