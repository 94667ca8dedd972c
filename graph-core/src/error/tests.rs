//! No text twice in a chain of errors.
