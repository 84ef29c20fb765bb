"""Local use, which `make run` serves: loopback only, DEBUG off, a secret key of its own, demo accounts allowed."""

from . import environment
from .base import *  # noqa: F403  the settings modules differ from base and repeat nothing
from .base import ALLOWED_HOSTS, DATA_DIR
from .environment import env

DEBUG = environment.switch("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or environment.local_secret(DATA_DIR)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
DEMO_ALLOWED = True
