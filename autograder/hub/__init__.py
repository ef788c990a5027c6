"""The JupyterHub of the course: configuration, accounts, start and stop, isolation."""
