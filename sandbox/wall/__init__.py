"""The practice wall: everybody's phones side by side in one browser, in virtual time, and buttons that break things."""
