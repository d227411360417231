"""WHO ASKS: the command line, the service, and what people take with them."""
