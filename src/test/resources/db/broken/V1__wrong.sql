select nosuch;
