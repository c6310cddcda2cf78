-- Secrets of the second step are sealed by the program: a kind, a random number, and the sealed bytes. Those of before (20
-- bytes) are sealed when they are used next, or by `naboom account seal`.
alter table accounts drop constraint accounts_totp_secret_check;
alter table accounts add constraint accounts_totp_secret_check check (length(totp_secret) in (20, 61));
