//! Naboom: residents of a town report what is wrong, community leaders decide, authorities answer, everybody sees what
//! happened. The modules stand in reading order, from the ground up; each uses only those above it in this list.

/// The migrations of the database, compiled in.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

pub mod cache;
pub mod config;
pub mod error;
pub mod events;
pub mod feed;
pub mod files;
pub mod i18n;
pub mod ids;
pub mod jobs;
pub mod mail;

pub mod basemap;

pub mod app;
pub mod local;

pub mod auth;
pub mod site;
pub mod web;

pub mod accounts;
pub mod places;

pub mod media;

pub mod categories;

pub mod incidents;

pub mod cms;
pub mod live;
pub mod map;
pub mod moderation;

pub mod router;
pub mod server;
pub mod worker;

pub mod check;
pub mod database;
pub mod seed;
