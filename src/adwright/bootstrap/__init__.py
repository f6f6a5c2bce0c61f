"""The only room that knows all the others: settings, database, adapters, journeys, and the processes they run in."""
