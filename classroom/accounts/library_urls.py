"""The accounts library's pages at Margin's addresses. Their names are the library's, which looks them up itself."""

from allauth.account import views as library
from django.urls import path, re_path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-out/", library.logout, name="account_logout"),
    path("sign-up/", RedirectView.as_view(pattern_name="classes:join"), name="account_signup"),
    path("sign-in/closed/", library.account_inactive, name="account_inactive"),
    path("sign-in/again/", views.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/email/", views.Address.as_view(), name="account_email"),
    path("account/email/sent/", library.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^account/email/confirm/(?P<key>[-:\w]+)/$", library.confirm_email, name="account_confirm_email"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("password/set/", library.password_set, name="account_set_password"),
    path("password/reset/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/reset/sent/", library.password_reset_done, name="account_reset_password_done"),
    path("password/reset/changed/", library.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
]
