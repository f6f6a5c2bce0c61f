"""Ground floor: ids, money, clock, errors, paging, the database base and the tenant scope."""
