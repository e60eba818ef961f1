CREATE TYPE "public"."schedule_status" AS ENUM('active', 'paused', 'done');--> statement-breakpoint
CREATE TABLE "crawl_schedules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"cron" text NOT NULL,
	"timezone" text NOT NULL,
	"target" integer NOT NULL,
	"status" "schedule_status" DEFAULT 'active' NOT NULL,
	"next_run_at" timestamp with time zone,
	"last_run_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "crawl_schedules_target" CHECK ("crawl_schedules"."target" between 1 and 100000)
);
--> statement-breakpoint
ALTER TABLE "crawl_schedules" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "source_keys" (
	"owner_id" uuid NOT NULL,
	"source" text NOT NULL,
	"sealed" text NOT NULL,
	"hint" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "source_keys_owner_id_source_pk" PRIMARY KEY("owner_id","source")
);
--> statement-breakpoint
ALTER TABLE "source_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "crawl_jobs" DROP CONSTRAINT "crawl_jobs_keywords";--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "opt_out_override" jsonb;--> statement-breakpoint
ALTER TABLE "candidates" ADD COLUMN "labels" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "candidates" ADD COLUMN "source_sha1" text;--> statement-breakpoint
ALTER TABLE "candidates" ADD COLUMN "stored" jsonb;--> statement-breakpoint
ALTER TABLE "crawl_jobs" ADD COLUMN "source_options" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "crawl_jobs" ADD COLUMN "schedule_id" uuid;--> statement-breakpoint
ALTER TABLE "crawl_jobs" ADD COLUMN "opt_out_override" text;--> statement-breakpoint
ALTER TABLE "crawl_jobs" ADD COLUMN "is_retry_only" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "job_chunks" ADD COLUMN "expansion_of" text;--> statement-breakpoint
ALTER TABLE "job_chunks" ADD COLUMN "strategy" text;--> statement-breakpoint
ALTER TABLE "job_chunks" ADD COLUMN "tier" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "source_health" ADD COLUMN "last_error_class" text;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "source_sha1" text;--> statement-breakpoint
ALTER TABLE "crawl_schedules" ADD CONSTRAINT "crawl_schedules_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crawl_schedules" ADD CONSTRAINT "crawl_schedules_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crawl_schedules" ADD CONSTRAINT "crawl_schedules_job_id_crawl_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."crawl_jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_keys" ADD CONSTRAINT "source_keys_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "crawl_schedules_owner" ON "crawl_schedules" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "crawl_schedules_due" ON "crawl_schedules" USING btree ("next_run_at") WHERE status = 'active';--> statement-breakpoint
CREATE INDEX "crawl_schedules_job" ON "crawl_schedules" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "crawl_schedules_dataset" ON "crawl_schedules" USING btree ("dataset_id");--> statement-breakpoint
ALTER TABLE "crawl_jobs" ADD CONSTRAINT "crawl_jobs_schedule_id_crawl_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."crawl_schedules"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "crawl_jobs_schedule" ON "crawl_jobs" USING btree ("schedule_id");--> statement-breakpoint
CREATE INDEX "images_source_sha1" ON "images" USING btree ("dataset_id","source_sha1");--> statement-breakpoint
ALTER TABLE "crawl_jobs" ADD CONSTRAINT "crawl_jobs_keywords" CHECK (jsonb_array_length("crawl_jobs"."keywords") between 1 and 1050);--> statement-breakpoint
CREATE POLICY "own rows" ON "crawl_schedules" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "source_keys" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));