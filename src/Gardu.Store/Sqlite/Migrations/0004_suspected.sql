-- Of people's requests, those of clients that behave like machines.
ALTER TABLE people ADD COLUMN suspected INTEGER NOT NULL DEFAULT 0;
