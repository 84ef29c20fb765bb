"""Settings: `base` holds all; `dev`, `test` and `prod` only differ. `environment` reads the values."""
