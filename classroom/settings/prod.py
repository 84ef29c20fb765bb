"""A school's server: nothing has a default that must not, and half-set values stop the start."""

from django.core.exceptions import ImproperlyConfigured

from . import environment
from .base import *  # noqa: F403  the settings modules differ from base and repeat nothing
from .base import ALLOWED_HOSTS
from .environment import env

if environment.switch("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG: must be off in production.")
SECRET_KEY = env.str("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-"):
    raise ImproperlyConfigured("SECRET_KEY: set a random value of at least 50 characters.")
if not ALLOWED_HOSTS or any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts, separated by commas, without wildcards.")
DEMO_ALLOWED = False

SECURE_SSL_REDIRECT = environment.switch("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.switch("BEHIND_PROXY", default=True) else None
)
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
