"""Warm kernels: one process holds the libraries, every notebook gets a fork of it."""
