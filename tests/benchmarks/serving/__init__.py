"""What the benchmark of the service is made of.

::

    servers     servers in processes of their own, started and killed
    postgres    a PostgreSQL server of our own
    reading     reads, event streams and memory while plans are made
    killing     queued plans while servers and their processes are killed
"""
