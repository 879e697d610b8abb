-- CreateTable
CREATE TABLE "sent_bytes" (
    "account_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "sent_bytes_pkey" PRIMARY KEY ("account_id","day")
);

-- AddForeignKey
ALTER TABLE "sent_bytes" ADD CONSTRAINT "sent_bytes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
