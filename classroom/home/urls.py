"""Addresses of home."""

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "home"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("lessons/", views.lessons, name="lessons"),
    path("feedback/", views.feedback, name="feedback"),
]
