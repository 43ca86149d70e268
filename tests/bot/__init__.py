"""The running program, part by part."""
