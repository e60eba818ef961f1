DROP INDEX "images_shown";--> statement-breakpoint
CREATE INDEX "images_newest" ON "images" USING btree ("dataset_id","id");--> statement-breakpoint
ALTER TABLE "images" DROP COLUMN "scores";