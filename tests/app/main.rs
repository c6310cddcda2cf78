//! Feature tests: through the real router, on a real private PostgreSQL, as a person would see it.

mod support;

mod accounts;
mod basemap;
mod categories;
mod cms;
mod history;
mod incidents;
mod live;
mod map;
mod media;
mod merging;
mod moderation;
mod operation;
mod people;
mod places;
mod plans;
mod report;
mod security;
mod site;
mod statements;
mod told;
mod viewing;
