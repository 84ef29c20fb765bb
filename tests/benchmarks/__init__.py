"""Speed, as ratios in one run: `make bench`. Not part of the suite; thresholds are judged here alone."""
