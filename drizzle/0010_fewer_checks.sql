ALTER TABLE "image_changes" DROP CONSTRAINT "image_changes_owner_id_profiles_id_fk";
--> statement-breakpoint
DROP INDEX "images_labels";