"""The pages: that what they say can be done is done, and the programs that make some of them."""
