-- What of a photo the public does not see, and how it is turned: "quarter turns;x-y-width-height;…" in thousandths of the
-- picture as it is shown. Empty: as it was sent. The sizes are made from the original with this; the original stays private.
alter table media add column cover text not null default '' check (length(cover) <= 2000);
