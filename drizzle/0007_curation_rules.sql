-- Verdicts, history, groups and labels are written by the application's own role, which checks and records what it does.
revoke all on dataset_labels, changes, image_changes, deleted_images, not_duplicates, dataset_overlaps, validation_batches from anon, authenticated;
--> statement-breakpoint
grant all on dataset_labels, changes, image_changes, deleted_images, not_duplicates, dataset_overlaps, validation_batches to service_role;
--> statement-breakpoint
grant select on dataset_labels, changes, image_changes, deleted_images, not_duplicates, dataset_overlaps, validation_batches to authenticated;
--> statement-breakpoint
grant insert (rules, size_fence) on datasets to authenticated;
--> statement-breakpoint
grant update (split) on images to authenticated;
--> statement-breakpoint
-- Room in every page, so that a decision stays beside its row and touches no index.
alter table images set (fillfactor = 85);
--> statement-breakpoint
update images set
  score_dark = (scores ->> 'dark')::real,
  score_light = (scores ->> 'light')::real,
  score_blurry = (scores ->> 'blurry')::real,
  score_low_information = (scores ->> 'low-information')::real,
  score_odd_aspect_ratio = (scores ->> 'odd-aspect-ratio')::real,
  score_grayscale = (scores ->> 'grayscale')::real;
--> statement-breakpoint
update duplicate_groups g set
  keeper_reason = case keeper_reason
    when 'the only copy' then 'only-one' when 'more pixels' then 'more-pixels' when 'less compression' then 'less-compression'
    when 'better licence' then 'better-licence' when 'decided by a person' then 'decided' else 'earlier' end,
  member_count = (select count(*) from images i where i.duplicate_group_id = g.id),
  distance = coalesce((select max(i.duplicate_distance) from images i where i.duplicate_group_id = g.id), 0);
--> statement-breakpoint
insert into dataset_labels (id, owner_id, dataset_id, name, colour)
select gen_random_uuid(), owner_id, dataset_id, name,
  (array['blue', 'orange', 'green', 'violet', 'red', 'teal', 'amber', 'pink', 'slate'])
    [1 + (row_number() over (partition by dataset_id order by name) - 1) % 9]
from (select distinct i.owner_id, i.dataset_id, l as name from images i cross join unnest(i.labels) as l) as labels;
