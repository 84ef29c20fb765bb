"""The frame of every page: theme, pieces of ui/, error pages and the static files they need."""
