"""Settings: `base` holds all; `dev`, `test` and `prod` only differ. Values come from the environment (`environment`)."""
