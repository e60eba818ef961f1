-- Schedules start work and keys are sealed, so the application's own role writes both; a person sees when, not the secret.
revoke all on crawl_schedules, source_keys from anon, authenticated;
--> statement-breakpoint
grant all on crawl_schedules, source_keys to service_role;
--> statement-breakpoint
grant select on crawl_schedules to authenticated;
--> statement-breakpoint
grant select (owner_id, source, hint, updated_at) on source_keys to authenticated;
--> statement-breakpoint
grant insert (opt_out_override), update (opt_out_override) on projects to authenticated;
