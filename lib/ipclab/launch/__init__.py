"""Starting subjects: functions in processes of their own, and what travels there and back."""
