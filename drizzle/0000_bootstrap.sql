-- What Supabase gives every project, for a Postgres that is not Supabase: three roles, the schema auth with its
-- claims functions, and the tables behind the embedded Supabase Auth API. Every statement looks first, so on
-- Supabase (where the connecting role may not even write to the schema auth) nothing happens.
-- Roles belong to the whole cluster, so another database may be creating them at this moment.
do $$
begin
  if to_regrole('anon') is null then
    create role anon nologin noinherit;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
do $$
begin
  if to_regrole('authenticated') is null then
    create role authenticated nologin noinherit;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
do $$
begin
  if to_regrole('service_role') is null then
    create role service_role nologin noinherit bypassrls;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
-- `set local role` needs membership (since Postgres 16 with the option SET); superusers have it anyway.
do $$
declare
  needed text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role'] loop
    if not pg_has_role(current_user, wanted, needed) then
      execute format('grant %I to %I', wanted, current_user);
    end if;
  end loop;
exception when unique_violation then null;
end $$;
--> statement-breakpoint
do $$
begin
  if to_regnamespace('auth') is null then
    create schema auth;
    grant usage on schema auth to anon, authenticated, service_role;
  end if;
end $$;
--> statement-breakpoint
do $$
begin
  if to_regprocedure('auth.jwt()') is null then
    create function auth.jwt() returns jsonb language sql stable as
      $body$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $body$;
  end if;
  if to_regprocedure('auth.uid()') is null then
    create function auth.uid() returns uuid language sql stable as
      $body$ select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $body$;
  end if;
  if to_regprocedure('auth.role()') is null then
    create function auth.role() returns text language sql stable as
      $body$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role' $body$;
  end if;
  if to_regprocedure('auth.email()') is null then
    create function auth.email() returns text language sql stable as
      $body$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email' $body$;
  end if;
end $$;
--> statement-breakpoint
do $$
begin
  if to_regclass('auth.users') is not null then
    return;
  end if;

  -- Supabase's column names, so that triggers and policies written for one work on the other.
  create table auth.users (
    id uuid primary key default gen_random_uuid(),
    aud text not null default 'authenticated',
    role text not null default 'authenticated',
    email text,
    encrypted_password text,
    email_confirmed_at timestamptz,
    invited_at timestamptz,
    confirmation_sent_at timestamptz,
    recovery_sent_at timestamptz,
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb not null default '{"provider": "email", "providers": ["email"]}',
    raw_user_meta_data jsonb not null default '{}',
    is_super_admin boolean,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    phone text unique,
    phone_confirmed_at timestamptz,
    confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
    banned_until timestamptz,
    is_sso_user boolean not null default false,
    deleted_at timestamptz,
    is_anonymous boolean not null default false,
    constraint users_email_lowercase check (email = lower(email))
  );
  create unique index users_email on auth.users (email);
  create index users_created_at on auth.users (created_at, id);

  -- One row a sign-in. Refresh tokens are signed and numbered; the row holds the number that is good now.
  create table auth.sessions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references auth.users (id) on delete cascade,
    created_at timestamptz not null default now(),
    refreshed_at timestamptz not null default now(),
    refresh_token_counter bigint not null default 0,
    aal text not null default 'aal1',
    authentication_method text not null,
    user_agent text,
    ip text
  );
  create index sessions_user on auth.sessions (user_id, refreshed_at);

  -- What a mailed link proves. Only hashes are kept; a newer one of the same kind replaces the older.
  create table auth.one_time_tokens (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references auth.users (id) on delete cascade,
    token_type text not null,
    token_hash text not null unique,
    code_hash text not null,
    code_challenge text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    unique (user_id, token_type)
  );
  create index one_time_tokens_expires_at on auth.one_time_tokens (expires_at);

  -- A followed link that waits for the browser that asked for it (PKCE).
  create table auth.flow_state (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references auth.users (id) on delete cascade,
    auth_code_hash text not null unique,
    code_challenge text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
  );
  create index flow_state_user on auth.flow_state (user_id);
  create index flow_state_expires_at on auth.flow_state (expires_at);

  -- Mail that a machine without a mail server cannot send; a page shows it.
  create table auth.outbox (
    id uuid primary key default gen_random_uuid(),
    recipient text not null,
    subject text not null,
    body text not null,
    link text,
    created_at timestamptz not null default now()
  );
  create index outbox_created_at on auth.outbox (created_at desc, id desc);
end $$;
