"""체험: units without code for anybody, without an account; nothing is kept."""
