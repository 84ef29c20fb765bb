"""Who: user, sign-in, profile, privacy, and the messages people get. Knows no class, lesson or grade."""
