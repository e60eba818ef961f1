CREATE TYPE "public"."profile_status" AS ENUM('active', 'suspended');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('user', 'admin');--> statement-breakpoint
CREATE TYPE "public"."validation_level" AS ENUM('basic', 'standard', 'strict');--> statement-breakpoint
CREATE TYPE "public"."chunk_status" AS ENUM('pending', 'active', 'completed', 'failed');--> statement-breakpoint
CREATE TYPE "public"."job_status" AS ENUM('pending', 'running', 'paused', 'completed', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."outcome" AS ENUM('accepted', 'robots-txt', 'ai-opt-out', 'filtered', 'already-known', 'blocked-address', 'limit-reached', 'dns', 'connect', 'tls', 'timeout', 'http-4xx', 'http-5xx', 'rate-limited', 'too-large', 'too-many-redirects', 'connection-lost', 'not-an-image', 'corrupt', 'too-small', 'too-many-pixels', 'unsupported', 'exact-duplicate', 'near-duplicate', 'quality');--> statement-breakpoint
CREATE TYPE "public"."decision" AS ENUM('undecided', 'accepted', 'rejected');--> statement-breakpoint
CREATE TYPE "public"."image_format" AS ENUM('jpeg', 'png', 'webp', 'gif', 'avif', 'tiff', 'bmp');--> statement-breakpoint
CREATE TYPE "public"."archive" AS ENUM('zip');--> statement-breakpoint
CREATE TYPE "public"."export_format" AS ENUM('image-folder');--> statement-breakpoint
CREATE TYPE "public"."export_status" AS ENUM('pending', 'running', 'ready', 'failed', 'expired');--> statement-breakpoint
CREATE TABLE "activity_logs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"resource_type" text NOT NULL,
	"resource_id" uuid,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "activity_logs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"public_id" text NOT NULL,
	"secret_hash" text NOT NULL,
	"prefix" text NOT NULL,
	"scopes" text[] NOT NULL,
	"rate_limit" integer,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_rate_limit" CHECK ("api_keys"."rate_limit" > 0)
);
--> statement-breakpoint
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "credit_accounts" (
	"owner_id" uuid PRIMARY KEY NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	"reserved" bigint DEFAULT 0 NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credit_accounts_never_negative" CHECK ("credit_accounts"."balance" >= 0 and "credit_accounts"."reserved" >= 0)
);
--> statement-breakpoint
ALTER TABLE "credit_accounts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "credit_transactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"reason" text NOT NULL,
	"reference" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credit_transactions_kind" CHECK ("credit_transactions"."kind" in ('grant', 'purchase', 'reserve', 'release', 'spend', 'refund')),
	CONSTRAINT "credit_transactions_balance" CHECK ("credit_transactions"."balance_after" >= 0)
);
--> statement-breakpoint
ALTER TABLE "credit_transactions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notification_preferences" (
	"owner_id" uuid PRIMARY KEY NOT NULL,
	"email" boolean DEFAULT true NOT NULL,
	"digest" text DEFAULT 'off' NOT NULL,
	"quiet_hours" jsonb,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notification_preferences_digest" CHECK ("notification_preferences"."digest" in ('off', 'daily', 'weekly'))
);
--> statement-breakpoint
ALTER TABLE "notification_preferences" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"link" text,
	"read_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notifications" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "profiles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text,
	"display_name" text,
	"role" "role" DEFAULT 'user' NOT NULL,
	"status" "profile_status" DEFAULT 'active' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "profiles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "usage_metrics" (
	"owner_id" uuid NOT NULL,
	"day" text NOT NULL,
	"metric" text NOT NULL,
	"value" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_metrics_owner_id_day_metric_pk" PRIMARY KEY("owner_id","day","metric"),
	CONSTRAINT "usage_metrics_value" CHECK ("usage_metrics"."value" >= 0)
);
--> statement-breakpoint
ALTER TABLE "usage_metrics" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "datasets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"validation_level" "validation_level" DEFAULT 'standard' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "datasets_name" CHECK (char_length("datasets"."name") between 1 and 100),
	CONSTRAINT "datasets_description" CHECK (char_length("datasets"."description") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "datasets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_name" CHECK (char_length("projects"."name") between 1 and 100),
	CONSTRAINT "projects_description" CHECK (char_length("projects"."description") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "candidates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"crawl_job_id" uuid NOT NULL,
	"chunk_id" uuid NOT NULL,
	"url" text NOT NULL,
	"url_hash" text NOT NULL,
	"host" text NOT NULL,
	"page_url" text,
	"source_id" text,
	"title" text,
	"creator" text,
	"creator_url" text,
	"licence" text DEFAULT 'unknown' NOT NULL,
	"licence_url" text,
	"attribution" text,
	"label" text NOT NULL,
	"raw" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"outcome" "outcome",
	"detail" text,
	"http_status" integer,
	"is_downloaded" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"image_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "candidates_url" CHECK (char_length("candidates"."url") <= 2048)
);
--> statement-breakpoint
ALTER TABLE "candidates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "crawl_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"name" text NOT NULL,
	"keywords" jsonb NOT NULL,
	"sources" text[] NOT NULL,
	"max_images" integer NOT NULL,
	"validation_level" "validation_level" NOT NULL,
	"filters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"list_key" text,
	"status" "job_status" DEFAULT 'pending' NOT NULL,
	"error" text,
	"shortfall" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "crawl_jobs_max_images" CHECK ("crawl_jobs"."max_images" between 1 and 100000),
	CONSTRAINT "crawl_jobs_keywords" CHECK (jsonb_array_length("crawl_jobs"."keywords") between 1 and 50)
);
--> statement-breakpoint
ALTER TABLE "crawl_jobs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "fetch_hosts" (
	"host" text PRIMARY KEY NOT NULL,
	"not_before" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "fetch_hosts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "host_slots" (
	"host" text NOT NULL,
	"slot" integer NOT NULL,
	"lease_token" uuid NOT NULL,
	"lease_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "host_slots" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_chunks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"crawl_job_id" uuid NOT NULL,
	"source" text NOT NULL,
	"keyword" text NOT NULL,
	"label" text NOT NULL,
	"status" "chunk_status" DEFAULT 'pending' NOT NULL,
	"cursor" text,
	"pages" integer DEFAULT 0 NOT NULL,
	"ignored" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "job_chunks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_logs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"crawl_job_id" uuid NOT NULL,
	"level" text NOT NULL,
	"message" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "job_logs_level" CHECK ("job_logs"."level" in ('info', 'warning', 'error'))
);
--> statement-breakpoint
ALTER TABLE "job_logs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "source_calls" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_calls_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "source_calls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "source_health" (
	"source" text PRIMARY KEY NOT NULL,
	"last_success_at" timestamp with time zone,
	"last_error_at" timestamp with time zone,
	"last_error" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"open_until" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "source_health" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "duplicate_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"keeper_id" uuid,
	"keeper_reason" text,
	"resolved_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "duplicate_groups" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "images" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"crawl_job_id" uuid,
	"candidate_id" uuid,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "images_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"original_url" text NOT NULL,
	"url_hash" text NOT NULL,
	"final_url" text NOT NULL,
	"page_url" text,
	"filename" text NOT NULL,
	"storage_key" text NOT NULL,
	"thumbnail_key" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"size_bytes" integer NOT NULL,
	"format" "image_format" NOT NULL,
	"sha256" text NOT NULL,
	"pixel_sha256" text NOT NULL,
	"perceptual_hash" bit(256) NOT NULL,
	"mirrored_hash" bit(256) NOT NULL,
	"block_hash" bit(256) NOT NULL,
	"hash_quality" real NOT NULL,
	"label" text NOT NULL,
	"labels" text[] NOT NULL,
	"decision" "decision" DEFAULT 'undecided' NOT NULL,
	"decided_at" timestamp with time zone,
	"is_valid" boolean DEFAULT true NOT NULL,
	"is_duplicate" boolean DEFAULT false NOT NULL,
	"duplicate_group_id" uuid,
	"duplicate_of" uuid,
	"duplicate_distance" smallint,
	"issues" text[] NOT NULL,
	"scores" jsonb NOT NULL,
	"quality" real NOT NULL,
	"brightness_p_1" real NOT NULL,
	"brightness_p_5" real NOT NULL,
	"brightness_p_99" real NOT NULL,
	"entropy" real NOT NULL,
	"edge_deviation" real NOT NULL,
	"histogram_deviation" real NOT NULL,
	"laplacian_variance" real NOT NULL,
	"colourfulness" real NOT NULL,
	"uniform_share" real NOT NULL,
	"is_grayscale" boolean NOT NULL,
	"title" text,
	"creator" text,
	"creator_url" text,
	"licence" text NOT NULL,
	"licence_url" text,
	"attribution" text NOT NULL,
	"source" text NOT NULL,
	"keyword" text NOT NULL,
	"signals" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	"downloaded_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "images_sides" CHECK ("images"."width" > 0 and "images"."height" > 0 and "images"."size_bytes" > 0),
	CONSTRAINT "images_sha256" CHECK ("images"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "images" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"format" "export_format" NOT NULL,
	"archive" "archive" NOT NULL,
	"status" "export_status" DEFAULT 'pending' NOT NULL,
	"image_count" integer,
	"written_count" integer DEFAULT 0 NOT NULL,
	"storage_key" text,
	"size_bytes" bigint,
	"sha256" text,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	CONSTRAINT "exports_ready" CHECK ("exports"."status" <> 'ready' or ("exports"."storage_key" is not null and "exports"."sha256" is not null))
);
--> statement-breakpoint
ALTER TABLE "exports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"owner_id" uuid NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer,
	"answer" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_owner_id_key_pk" PRIMARY KEY("owner_id","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"arrives_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rate_limits" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "activity_logs" ADD CONSTRAINT "activity_logs_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD CONSTRAINT "credit_transactions_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_id_users_id_fk" FOREIGN KEY ("id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_metrics" ADD CONSTRAINT "usage_metrics_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidates" ADD CONSTRAINT "candidates_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidates" ADD CONSTRAINT "candidates_crawl_job_id_crawl_jobs_id_fk" FOREIGN KEY ("crawl_job_id") REFERENCES "public"."crawl_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidates" ADD CONSTRAINT "candidates_chunk_id_job_chunks_id_fk" FOREIGN KEY ("chunk_id") REFERENCES "public"."job_chunks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crawl_jobs" ADD CONSTRAINT "crawl_jobs_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crawl_jobs" ADD CONSTRAINT "crawl_jobs_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_chunks" ADD CONSTRAINT "job_chunks_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_chunks" ADD CONSTRAINT "job_chunks_crawl_job_id_crawl_jobs_id_fk" FOREIGN KEY ("crawl_job_id") REFERENCES "public"."crawl_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_logs" ADD CONSTRAINT "job_logs_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_logs" ADD CONSTRAINT "job_logs_crawl_job_id_crawl_jobs_id_fk" FOREIGN KEY ("crawl_job_id") REFERENCES "public"."crawl_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_groups" ADD CONSTRAINT "duplicate_groups_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_groups" ADD CONSTRAINT "duplicate_groups_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duplicate_groups" ADD CONSTRAINT "duplicate_groups_keeper_id_images_id_fk" FOREIGN KEY ("keeper_id") REFERENCES "public"."images"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_crawl_job_id_crawl_jobs_id_fk" FOREIGN KEY ("crawl_job_id") REFERENCES "public"."crawl_jobs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_duplicate_group_id_duplicate_groups_id_fk" FOREIGN KEY ("duplicate_group_id") REFERENCES "public"."duplicate_groups"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_duplicate_of_images_id_fk" FOREIGN KEY ("duplicate_of") REFERENCES "public"."images"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_logs_owner" ON "activity_logs" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "activity_logs_resource" ON "activity_logs" USING btree ("owner_id","resource_type","resource_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_public_id" ON "api_keys" USING btree ("public_id");--> statement-breakpoint
CREATE INDEX "api_keys_owner" ON "api_keys" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "credit_transactions_owner" ON "credit_transactions" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "notifications_owner" ON "notifications" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("owner_id") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "profiles_email" ON "profiles" USING btree ("email");--> statement-breakpoint
CREATE INDEX "datasets_owner" ON "datasets" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "datasets_project" ON "datasets" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "projects_owner" ON "projects" USING btree ("owner_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "candidates_once" ON "candidates" USING btree ("crawl_job_id","url_hash");--> statement-breakpoint
CREATE INDEX "candidates_waiting" ON "candidates" USING btree ("chunk_id","id") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "candidates_outcome" ON "candidates" USING btree ("crawl_job_id","outcome","id");--> statement-breakpoint
CREATE INDEX "candidates_counts" ON "candidates" USING btree ("crawl_job_id","chunk_id","outcome","is_downloaded");--> statement-breakpoint
CREATE INDEX "candidates_job" ON "candidates" USING btree ("crawl_job_id","id");--> statement-breakpoint
CREATE INDEX "candidates_lease" ON "candidates" USING btree ("lease_token") WHERE lease_token is not null;--> statement-breakpoint
CREATE INDEX "candidates_image" ON "candidates" USING btree ("image_id");--> statement-breakpoint
CREATE INDEX "crawl_jobs_owner" ON "crawl_jobs" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "crawl_jobs_dataset" ON "crawl_jobs" USING btree ("dataset_id","id");--> statement-breakpoint
CREATE INDEX "crawl_jobs_running" ON "crawl_jobs" USING btree ("status") WHERE status = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "host_slots_once" ON "host_slots" USING btree ("host","slot");--> statement-breakpoint
CREATE UNIQUE INDEX "job_chunks_once" ON "job_chunks" USING btree ("crawl_job_id","source","keyword","label");--> statement-breakpoint
CREATE INDEX "job_logs_job" ON "job_logs" USING btree ("crawl_job_id","id");--> statement-breakpoint
CREATE INDEX "source_calls_recent" ON "source_calls" USING btree ("source","at");--> statement-breakpoint
CREATE INDEX "duplicate_groups_dataset" ON "duplicate_groups" USING btree ("dataset_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "images_once" ON "images" USING btree ("dataset_id","sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "images_seq" ON "images" USING btree ("dataset_id","seq");--> statement-breakpoint
CREATE INDEX "images_url" ON "images" USING btree ("dataset_id","url_hash");--> statement-breakpoint
CREATE INDEX "images_pixels" ON "images" USING btree ("dataset_id","pixel_sha256");--> statement-breakpoint
CREATE INDEX "images_shown" ON "images" USING btree ("dataset_id","is_duplicate","id");--> statement-breakpoint
CREATE INDEX "images_label" ON "images" USING btree ("dataset_id","label","id");--> statement-breakpoint
CREATE INDEX "images_decision" ON "images" USING btree ("dataset_id","decision","id");--> statement-breakpoint
CREATE INDEX "images_quality" ON "images" USING btree ("dataset_id","quality","id");--> statement-breakpoint
CREATE INDEX "images_size" ON "images" USING btree ("dataset_id",(width::bigint * height),"id");--> statement-breakpoint
CREATE INDEX "images_issues" ON "images" USING gin ("issues");--> statement-breakpoint
CREATE INDEX "images_group" ON "images" USING btree ("duplicate_group_id");--> statement-breakpoint
CREATE INDEX "images_duplicate_of" ON "images" USING btree ("duplicate_of");--> statement-breakpoint
CREATE INDEX "images_job" ON "images" USING btree ("crawl_job_id","seq");--> statement-breakpoint
CREATE INDEX "images_owner" ON "images" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "exports_owner" ON "exports" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "exports_dataset" ON "exports" USING btree ("dataset_id","id");--> statement-breakpoint
CREATE INDEX "exports_expiry" ON "exports" USING btree ("expires_at") WHERE status = 'ready';--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "rate_limits_stale" ON "rate_limits" USING btree ("arrives_at");--> statement-breakpoint
CREATE POLICY "own rows" ON "activity_logs" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "api_keys" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "credit_accounts" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "credit_transactions" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "notification_preferences" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "notifications" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own profile" ON "profiles" AS PERMISSIVE FOR ALL TO "authenticated" USING (id = (select auth.uid())) WITH CHECK (id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "usage_metrics" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "datasets" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "projects" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "candidates" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "crawl_jobs" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "job_chunks" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "job_logs" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "duplicate_groups" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "images" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "exports" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));