"""The only place that opens a connection: pages and feeds, with limits on size, time, redirects and addresses."""
