//! What every page needs and no feature owns: the page itself, answers, forms, errors as people see them, security
//! headers, limits, paging, static files, and the table of routes.

pub mod assets;
pub mod errors;
pub mod form;
pub mod kept;
pub mod limits;
pub mod order;
pub mod page;
pub mod paging;
pub mod respond;
pub mod routes;
pub mod security;
