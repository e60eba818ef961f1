-- What people may do with their own rows. Row-level security says which rows; these grants say which columns.
-- Everything else (starting work, keys, balances, roles, verdicts) belongs to the application's own role.
revoke all on all tables in schema public from anon, authenticated;
--> statement-breakpoint
grant usage on schema public to anon, authenticated, service_role;
--> statement-breakpoint
grant all on all tables in schema public to service_role;
--> statement-breakpoint
grant usage on all sequences in schema public to service_role;
--> statement-breakpoint
grant select on profiles, projects, datasets, crawl_jobs, job_chunks, candidates, job_logs, duplicate_groups, images,
  exports, credit_accounts, credit_transactions, usage_metrics, notifications, notification_preferences, activity_logs
  to authenticated;
--> statement-breakpoint
grant select (id, owner_id, name, public_id, prefix, scopes, rate_limit, expires_at, last_used_at, revoked_at, created_at)
  on api_keys to authenticated;
--> statement-breakpoint
grant update (display_name, updated_at) on profiles to authenticated;
--> statement-breakpoint
grant insert (id, owner_id, name, description, created_at, updated_at), update (name, description, updated_at), delete on projects to authenticated;
--> statement-breakpoint
grant insert (id, owner_id, project_id, name, description, validation_level, created_at, updated_at),
  update (project_id, name, description, validation_level, updated_at), delete on datasets to authenticated;
--> statement-breakpoint
grant update (label, labels, decision, decided_at), delete on images to authenticated;
--> statement-breakpoint
grant update (read_at) on notifications to authenticated;
--> statement-breakpoint
grant update (email, digest, quiet_hours, updated_at) on notification_preferences to authenticated;
--> statement-breakpoint
-- A dataset lives in a project of the same person, whoever writes the row.
create function public.dataset_project_is_own() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.projects p where p.id = new.project_id and p.owner_id = new.owner_id) then
    raise exception 'the project belongs to somebody else' using errcode = 'foreign_key_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger datasets_own_project before insert or update of project_id, owner_id on datasets
  for each row execute function public.dataset_project_is_own();
--> statement-breakpoint
-- Every auth user has a profile, a credit account and preferences from the first moment.
create function public.create_profile() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, email, display_name)
    values (new.id, new.email, nullif(left(coalesce(new.raw_user_meta_data ->> 'display_name', new.raw_user_meta_data ->> 'full_name', ''), 100), ''))
    on conflict (id) do update set email = excluded.email, updated_at = now();
  insert into public.credit_accounts (owner_id) values (new.id) on conflict do nothing;
  insert into public.notification_preferences (owner_id) values (new.id) on conflict do nothing;
  return new;
end $$;
--> statement-breakpoint
create trigger on_auth_user_saved after insert or update of email on auth.users
  for each row execute function public.create_profile();
--> statement-breakpoint
revoke execute on function public.create_profile(), public.dataset_project_is_own() from public, anon, authenticated;
--> statement-breakpoint
-- Losing these in a crash costs nothing, and writing them must be cheap.
alter table rate_limits set unlogged;
--> statement-breakpoint
alter table host_slots set unlogged;
