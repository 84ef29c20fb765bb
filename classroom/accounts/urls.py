"""Addresses of accounts that are Margin's own. Those of the accounts library are in `library_urls`."""

from django.urls import path

from . import views

app_name = "accounts"

urlpatterns = [
    path("account/", views.profile, name="profile"),
    path("password/slip/", views.slip, name="slip"),
    path("theme/", views.theme, name="theme"),
    path("text/", views.text_looks, name="text"),
    path("csrf/", views.csrf, name="csrf"),
    path("admin/login/", views.admin_sign_in, name="admin-sign-in"),
]
