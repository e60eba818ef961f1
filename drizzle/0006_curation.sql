CREATE TYPE "public"."split" AS ENUM('train', 'validation', 'test');--> statement-breakpoint
CREATE TYPE "public"."batch_kind" AS ENUM('validate', 'dedupe');--> statement-breakpoint
CREATE TYPE "public"."batch_status" AS ENUM('pending', 'running', 'completed', 'failed', 'superseded');--> statement-breakpoint
CREATE TABLE "dataset_overlaps" (
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"image_id" uuid NOT NULL,
	"other_dataset_id" uuid NOT NULL,
	"other_image_id" uuid NOT NULL,
	"distance" smallint NOT NULL,
	CONSTRAINT "dataset_overlaps_dataset_id_other_dataset_id_image_id_pk" PRIMARY KEY("dataset_id","other_dataset_id","image_id")
);
--> statement-breakpoint
ALTER TABLE "dataset_overlaps" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deleted_images" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"storage_key" text NOT NULL,
	"thumbnail_key" text NOT NULL,
	"image" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deleted_images" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "not_duplicates" (
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"sha256_a" text NOT NULL,
	"sha256_b" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "not_duplicates_dataset_id_sha256_a_sha256_b_pk" PRIMARY KEY("dataset_id","sha256_a","sha256_b"),
	CONSTRAINT "not_duplicates_order" CHECK ("not_duplicates"."sha256_a" < "not_duplicates"."sha256_b")
);
--> statement-breakpoint
ALTER TABLE "not_duplicates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"image_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dataset_labels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"name" text NOT NULL,
	"colour" text NOT NULL,
	"shortcut" smallint,
	"aliases" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dataset_labels_name" CHECK (char_length("dataset_labels"."name") between 1 and 100),
	CONSTRAINT "dataset_labels_shortcuts" CHECK ("dataset_labels"."shortcut" between 1 and 9)
);
--> statement-breakpoint
ALTER TABLE "dataset_labels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "image_changes" (
	"change_id" uuid NOT NULL,
	"image_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"decision_before" "decision",
	"decision_after" "decision",
	"labels_before" text[],
	"labels_after" text[],
	"split_before" "split",
	"split_after" "split",
	"place_before" jsonb,
	"place_after" jsonb,
	CONSTRAINT "image_changes_change_id_image_id_pk" PRIMARY KEY("change_id","image_id")
);
--> statement-breakpoint
ALTER TABLE "image_changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "validation_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"kind" "batch_kind" NOT NULL,
	"level" "validation_level" NOT NULL,
	"status" "batch_status" DEFAULT 'pending' NOT NULL,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"cursor" uuid,
	"result" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "validation_batches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "duplicate_groups_dataset";--> statement-breakpoint
DROP INDEX "images_label";--> statement-breakpoint
DROP INDEX "images_decision";--> statement-breakpoint
ALTER TABLE "images" ALTER COLUMN "scores" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "rules" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "datasets" ADD COLUMN "size_fence" jsonb;--> statement-breakpoint
ALTER TABLE "duplicate_groups" ADD COLUMN "distance" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "duplicate_groups" ADD COLUMN "member_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "duplicate_groups" ADD COLUMN "resolution" text;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "flipped_hash" bit(256) DEFAULT repeat('0', 256)::bit(256) NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "turned_hash" bit(256) DEFAULT repeat('0', 256)::bit(256) NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "split" "split";--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "hidden_by" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "duplicate_transform" text;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "host_count" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "measured_with" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "brightness_p_50" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "contrast" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "border_share" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "letterbox_share" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "transparent_share" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "high_frequency_share" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "cut_off_share" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "text_share" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "frame_count" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "jpeg_quality" smallint;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "exif_orientation" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "is_cut_short" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "has_alpha" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "has_icc_profile" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "has_gps" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "has_wrong_extension" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_dark" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_light" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_blurry" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_out_of_focus" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_low_information" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_odd_aspect_ratio" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_odd_size" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_grayscale" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_bordered" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_placeholder" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_upscaled" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_truncated" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_animated" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_watermarked" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_missing_licence" real;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "score_opted_out" real;--> statement-breakpoint
ALTER TABLE "dataset_overlaps" ADD CONSTRAINT "dataset_overlaps_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_overlaps" ADD CONSTRAINT "dataset_overlaps_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_overlaps" ADD CONSTRAINT "dataset_overlaps_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_overlaps" ADD CONSTRAINT "dataset_overlaps_other_dataset_id_datasets_id_fk" FOREIGN KEY ("other_dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_overlaps" ADD CONSTRAINT "dataset_overlaps_other_image_id_images_id_fk" FOREIGN KEY ("other_image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deleted_images" ADD CONSTRAINT "deleted_images_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deleted_images" ADD CONSTRAINT "deleted_images_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_duplicates" ADD CONSTRAINT "not_duplicates_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_duplicates" ADD CONSTRAINT "not_duplicates_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_labels" ADD CONSTRAINT "dataset_labels_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_labels" ADD CONSTRAINT "dataset_labels_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_changes" ADD CONSTRAINT "image_changes_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_changes" ADD CONSTRAINT "image_changes_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation_batches" ADD CONSTRAINT "validation_batches_owner_id_profiles_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validation_batches" ADD CONSTRAINT "validation_batches_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dataset_overlaps_image" ON "dataset_overlaps" USING btree ("image_id");--> statement-breakpoint
CREATE INDEX "dataset_overlaps_other" ON "dataset_overlaps" USING btree ("other_image_id");--> statement-breakpoint
CREATE INDEX "dataset_overlaps_other_dataset" ON "dataset_overlaps" USING btree ("other_dataset_id");--> statement-breakpoint
CREATE INDEX "deleted_images_change" ON "deleted_images" USING btree ("change_id");--> statement-breakpoint
CREATE INDEX "deleted_images_dataset" ON "deleted_images" USING btree ("dataset_id","created_at");--> statement-breakpoint
CREATE INDEX "changes_dataset" ON "changes" USING btree ("dataset_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "dataset_labels_once" ON "dataset_labels" USING btree ("dataset_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "dataset_labels_shortcut" ON "dataset_labels" USING btree ("dataset_id","shortcut");--> statement-breakpoint
CREATE INDEX "image_changes_image" ON "image_changes" USING btree ("image_id","change_id");--> statement-breakpoint
CREATE INDEX "validation_batches_dataset" ON "validation_batches" USING btree ("dataset_id","id");--> statement-breakpoint
CREATE INDEX "validation_batches_owner" ON "validation_batches" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "duplicate_groups_review" ON "duplicate_groups" USING btree ("dataset_id","distance","id");--> statement-breakpoint
CREATE INDEX "duplicate_groups_keeper" ON "duplicate_groups" USING btree ("keeper_id");--> statement-breakpoint
CREATE INDEX "images_labels" ON "images" USING gin ("labels");--> statement-breakpoint
CREATE POLICY "own rows" ON "dataset_overlaps" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "deleted_images" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "not_duplicates" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "changes" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "dataset_labels" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "image_changes" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "own rows" ON "validation_batches" AS PERMISSIVE FOR ALL TO "authenticated" USING (owner_id = (select auth.uid())) WITH CHECK (owner_id = (select auth.uid()));