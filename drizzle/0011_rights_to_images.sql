-- Since decisions, labels, splits and deletions are steps of a history, and levels are judged by, only the application writes them.
revoke update, delete on images from authenticated;
--> statement-breakpoint
revoke update (validation_level) on datasets from authenticated;
