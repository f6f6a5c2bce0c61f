"""The only room that knows all the others: settings, database, adapters, and the processes they run in."""
