"""Organizations, people, roles, keys, advertisers, connections, ad accounts, pages and pixels."""
