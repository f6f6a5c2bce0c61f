"""The chain of database migrations, one file per room until the first release."""
