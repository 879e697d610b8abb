-- CreateEnum
CREATE TYPE "village_kind" AS ENUM ('DESA', 'KELURAHAN', 'DESA_ADAT');

-- CreateEnum
CREATE TYPE "outcome" AS ENUM ('TUNTAS', 'LANJUTAN');

-- CreateEnum
CREATE TYPE "agency_kind" AS ENUM ('SEKRETARIAT', 'INSPEKTORAT', 'DINAS', 'BADAN', 'SATPOL', 'RSUD', 'KECAMATAN', 'LAINNYA');

-- CreateEnum
CREATE TYPE "strategy" AS ENUM ('A', 'B', 'C');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('BAPPEDA', 'KOORDINATOR', 'OPD', 'DESA', 'ADMIN');

-- CreateEnum
CREATE TYPE "dataset_kind" AS ENUM ('DESIL1', 'IDM');

-- CreateEnum
CREATE TYPE "list_status" AS ENUM ('DRAFT', 'FIXED');

-- CreateEnum
CREATE TYPE "member_origin" AS ENUM ('HITUNGAN', 'LANJUTAN', 'TAMBAHAN', 'SK');

-- CreateEnum
CREATE TYPE "assignment_role" AS ENUM ('LEAD', 'SUPPORT');

-- CreateEnum
CREATE TYPE "work_status" AS ENUM ('RENCANA', 'BERJALAN', 'SELESAI', 'BATAL');

-- CreateEnum
CREATE TYPE "review_status" AS ENUM ('DRAF', 'DIAJUKAN', 'DIKEMBALIKAN', 'DIVERIFIKASI');

-- CreateEnum
CREATE TYPE "commitment_party" AS ENUM ('PEMDES', 'LKD', 'WARGA', 'OPD', 'BAZNAS', 'PERUSAHAAN', 'KAMPUS', 'LAINNYA');

-- CreateEnum
CREATE TYPE "review_step_kind" AS ENUM ('AJUKAN', 'TARIK', 'KEMBALIKAN', 'VERIFIKASI');

-- CreateEnum
CREATE TYPE "response_kind" AS ENUM ('KONFIRMASI', 'SANGGAHAN');

-- CreateTable
CREATE TABLE "region" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sample_loaded_at" TIMESTAMP(3),

    CONSTRAINT "region_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "kecamatan" (
    "code" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "former_names" TEXT[],
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "kecamatan_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "village" (
    "code" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "kecamatan_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "former_names" TEXT[],
    "kind" "village_kind" NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "village_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "village_decision" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "outcome" "outcome" NOT NULL,
    "decided_on" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "village_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agency" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "short_name" TEXT NOT NULL,
    "kind" "agency_kind" NOT NULL,
    "capacity" INTEGER,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "successor_id" INTEGER,

    CONSTRAINT "agency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "category" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "strategy" "strategy",
    "basic_service" BOOLEAN NOT NULL DEFAULT false,
    "price_low" BIGINT,
    "price_high" BIGINT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL,

    CONSTRAINT "category_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "funding_source" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "funding_source_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "account" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "agency_id" INTEGER,
    "village_code" TEXT,
    "password_hash" TEXT NOT NULL,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(3),
    "failed_attempts" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "last_sign_in_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "account_id" INTEGER,
    "data" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "region_code" TEXT NOT NULL,
    "actor_id" INTEGER,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_version" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "kind" "dataset_kind" NOT NULL,
    "source" TEXT NOT NULL,
    "as_of" DATE NOT NULL,
    "unit" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "byte_size" INTEGER NOT NULL,
    "row_count" INTEGER NOT NULL,
    "notices" TEXT[],
    "uploaded_by_id" INTEGER,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "is_sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "dataset_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desil1_figure" (
    "version_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "desil1" INTEGER,
    "population" INTEGER,

    CONSTRAINT "desil1_figure_pkey" PRIMARY KEY ("version_id","village_code")
);

-- CreateTable
CREATE TABLE "idm_figure" (
    "version_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "idm" DOUBLE PRECISION,
    "iks" DOUBLE PRECISION,
    "ike" DOUBLE PRECISION,
    "ikl" DOUBLE PRECISION,

    CONSTRAINT "idm_figure_pkey" PRIMARY KEY ("version_id","village_code")
);

-- CreateTable
CREATE TABLE "staged_upload" (
    "id" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "account_id" INTEGER NOT NULL,
    "kind" "dataset_kind" NOT NULL,
    "source" TEXT NOT NULL,
    "as_of" DATE NOT NULL,
    "unit" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "previous_version_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staged_upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ranking_run" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "desil1_version_id" INTEGER NOT NULL,
    "idm_version_id" INTEGER,
    "desil1_sha256" TEXT NOT NULL,
    "idm_sha256" TEXT,
    "messages" TEXT[],
    "created_by_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ranking_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ranking_result" (
    "run_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "score6" INTEGER NOT NULL,
    "desil1" INTEGER NOT NULL,
    "population" INTEGER,
    "idm" DOUBLE PRECISION,
    "kuadran" INTEGER NOT NULL,
    "without_idm" BOOLEAN NOT NULL,
    "selected" BOOLEAN NOT NULL,
    "best_rank" INTEGER NOT NULL,
    "worst_rank" INTEGER NOT NULL,
    "stability" DOUBLE PRECISION NOT NULL,
    "fragile" BOOLEAN NOT NULL,

    CONSTRAINT "ranking_result_pkey" PRIMARY KEY ("run_id","village_code")
);

-- CreateTable
CREATE TABLE "lokus_list" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "edition" INTEGER NOT NULL DEFAULT 1,
    "status" "list_status" NOT NULL DEFAULT 'DRAFT',
    "run_id" INTEGER,
    "sk_number" TEXT,
    "sk_date" DATE,
    "amend_reason" TEXT,
    "created_by_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fixed_by_id" INTEGER,
    "fixed_at" TIMESTAMPTZ(3),
    "is_sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "lokus_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lokus_member" (
    "list_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kecamatan_code" TEXT NOT NULL,
    "origin" "member_origin" NOT NULL,
    "rank" INTEGER,
    "score6" INTEGER,
    "reason" TEXT,
    "agency_id" INTEGER,

    CONSTRAINT "lokus_member_pkey" PRIMARY KEY ("list_id","village_code")
);

-- CreateTable
CREATE TABLE "lokus_removal" (
    "list_id" INTEGER NOT NULL,
    "village_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rank" INTEGER,
    "score6" INTEGER,
    "reason" TEXT NOT NULL,

    CONSTRAINT "lokus_removal_pkey" PRIMARY KEY ("list_id","village_code")
);

-- CreateTable
CREATE TABLE "lokus_phase" (
    "list_id" INTEGER NOT NULL,
    "kecamatan_code" TEXT NOT NULL,
    "year" INTEGER NOT NULL,

    CONSTRAINT "lokus_phase_pkey" PRIMARY KEY ("list_id","kecamatan_code")
);

-- CreateTable
CREATE TABLE "assignment" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "role" "assignment_role" NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "reason" TEXT,
    "end_reason" TEXT,
    "assigned_by_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_by_id" INTEGER,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity" (
    "id" SERIAL NOT NULL,
    "region_code" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "agency_id" INTEGER NOT NULL,
    "created_by_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "current_revision_id" INTEGER,
    "verified_revision_id" INTEGER,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_revision" (
    "id" SERIAL NOT NULL,
    "activity_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "work_status" "work_status" NOT NULL,
    "cancel_reason" TEXT,
    "review_status" "review_status" NOT NULL DEFAULT 'DRAF',
    "pemdes_count" INTEGER,
    "lkd_count" INTEGER,
    "pendamping_count" INTEGER,
    "resident_count" INTEGER,
    "obstacles" TEXT,
    "next_step" TEXT,
    "change_reason" TEXT,
    "author_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lock_version" INTEGER NOT NULL DEFAULT 1,
    "submitted_at" TIMESTAMPTZ(3),
    "reviewer_id" INTEGER,
    "reviewed_at" TIMESTAMPTZ(3),
    "review_note" TEXT,

    CONSTRAINT "activity_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_line" (
    "id" SERIAL NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "category_code" TEXT NOT NULL,
    "target" INTEGER,
    "realised" INTEGER,
    "beneficiaries" INTEGER,
    "funding_code" TEXT,
    "planned_rupiah" BIGINT,
    "spent_rupiah" BIGINT,

    CONSTRAINT "activity_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "commitment" (
    "id" SERIAL NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "party" "commitment_party" NOT NULL,
    "party_name" TEXT,
    "what" TEXT NOT NULL,
    "quantity" INTEGER,
    "unit" TEXT,
    "due_on" DATE,
    "delivered" INTEGER,
    "delivered_on" DATE,

    CONSTRAINT "commitment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stored_file" (
    "sha256" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "byte_size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" SERIAL NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_step" (
    "id" SERIAL NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "kind" "review_step_kind" NOT NULL,
    "note" TEXT,
    "actor_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "village_response" (
    "id" SERIAL NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "kind" "response_kind" NOT NULL,
    "reason" TEXT,
    "created_by_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answer" TEXT,
    "answered_by_id" INTEGER,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "village_response_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "kecamatan_region_code_idx" ON "kecamatan"("region_code");

-- CreateIndex
CREATE INDEX "village_region_code_idx" ON "village"("region_code");

-- CreateIndex
CREATE INDEX "village_kecamatan_code_idx" ON "village"("kecamatan_code");

-- CreateIndex
CREATE INDEX "village_decision_village_code_decided_on_idx" ON "village_decision"("village_code", "decided_on");

-- CreateIndex
CREATE UNIQUE INDEX "agency_region_code_short_name_key" ON "agency"("region_code", "short_name");

-- CreateIndex
CREATE UNIQUE INDEX "account_username_key" ON "account"("username");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "audit_entry_subject_type_subject_id_idx" ON "audit_entry"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "dataset_version_region_code_kind_as_of_idx" ON "dataset_version"("region_code", "kind", "as_of");

-- CreateIndex
CREATE INDEX "desil1_figure_village_code_idx" ON "desil1_figure"("village_code");

-- CreateIndex
CREATE INDEX "idm_figure_village_code_idx" ON "idm_figure"("village_code");

-- CreateIndex
CREATE UNIQUE INDEX "lokus_list_region_code_year_edition_key" ON "lokus_list"("region_code", "year", "edition");

-- CreateIndex
CREATE INDEX "lokus_member_village_code_idx" ON "lokus_member"("village_code");

-- CreateIndex
CREATE INDEX "assignment_village_code_idx" ON "assignment"("village_code");

-- CreateIndex
CREATE INDEX "assignment_agency_id_idx" ON "assignment"("agency_id");

-- CreateIndex
CREATE UNIQUE INDEX "activity_current_revision_id_key" ON "activity"("current_revision_id");

-- CreateIndex
CREATE UNIQUE INDEX "activity_verified_revision_id_key" ON "activity"("verified_revision_id");

-- CreateIndex
CREATE INDEX "activity_village_code_idx" ON "activity"("village_code");

-- CreateIndex
CREATE INDEX "activity_agency_id_idx" ON "activity"("agency_id");

-- CreateIndex
CREATE INDEX "activity_revision_review_status_idx" ON "activity_revision"("review_status");

-- CreateIndex
CREATE INDEX "activity_revision_starts_on_idx" ON "activity_revision"("starts_on");

-- CreateIndex
CREATE UNIQUE INDEX "activity_revision_activity_id_number_key" ON "activity_revision"("activity_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "activity_line_revision_id_position_key" ON "activity_line"("revision_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "commitment_revision_id_position_key" ON "commitment"("revision_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_revision_id_position_key" ON "evidence"("revision_id", "position");

-- CreateIndex
CREATE INDEX "review_step_revision_id_idx" ON "review_step"("revision_id");

-- CreateIndex
CREATE INDEX "village_response_revision_id_idx" ON "village_response"("revision_id");

-- AddForeignKey
ALTER TABLE "village" ADD CONSTRAINT "village_kecamatan_code_fkey" FOREIGN KEY ("kecamatan_code") REFERENCES "kecamatan"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "village_decision" ADD CONSTRAINT "village_decision_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "village_decision" ADD CONSTRAINT "village_decision_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agency" ADD CONSTRAINT "agency_successor_id_fkey" FOREIGN KEY ("successor_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_version" ADD CONSTRAINT "dataset_version_uploaded_by_id_fkey" FOREIGN KEY ("uploaded_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desil1_figure" ADD CONSTRAINT "desil1_figure_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "dataset_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idm_figure" ADD CONSTRAINT "idm_figure_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "dataset_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staged_upload" ADD CONSTRAINT "staged_upload_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ranking_run" ADD CONSTRAINT "ranking_run_desil1_version_id_fkey" FOREIGN KEY ("desil1_version_id") REFERENCES "dataset_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ranking_run" ADD CONSTRAINT "ranking_run_idm_version_id_fkey" FOREIGN KEY ("idm_version_id") REFERENCES "dataset_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ranking_run" ADD CONSTRAINT "ranking_run_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ranking_result" ADD CONSTRAINT "ranking_result_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "ranking_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_list" ADD CONSTRAINT "lokus_list_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "ranking_run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_list" ADD CONSTRAINT "lokus_list_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_list" ADD CONSTRAINT "lokus_list_fixed_by_id_fkey" FOREIGN KEY ("fixed_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_member" ADD CONSTRAINT "lokus_member_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lokus_list"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_member" ADD CONSTRAINT "lokus_member_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_member" ADD CONSTRAINT "lokus_member_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_removal" ADD CONSTRAINT "lokus_removal_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lokus_list"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_phase" ADD CONSTRAINT "lokus_phase_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lokus_list"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lokus_phase" ADD CONSTRAINT "lokus_phase_kecamatan_code_fkey" FOREIGN KEY ("kecamatan_code") REFERENCES "kecamatan"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_assigned_by_id_fkey" FOREIGN KEY ("assigned_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_ended_by_id_fkey" FOREIGN KEY ("ended_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity" ADD CONSTRAINT "activity_village_code_fkey" FOREIGN KEY ("village_code") REFERENCES "village"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity" ADD CONSTRAINT "activity_agency_id_fkey" FOREIGN KEY ("agency_id") REFERENCES "agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity" ADD CONSTRAINT "activity_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity" ADD CONSTRAINT "activity_current_revision_id_fkey" FOREIGN KEY ("current_revision_id") REFERENCES "activity_revision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity" ADD CONSTRAINT "activity_verified_revision_id_fkey" FOREIGN KEY ("verified_revision_id") REFERENCES "activity_revision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_revision" ADD CONSTRAINT "activity_revision_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_revision" ADD CONSTRAINT "activity_revision_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_revision" ADD CONSTRAINT "activity_revision_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_line" ADD CONSTRAINT "activity_line_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "activity_revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_line" ADD CONSTRAINT "activity_line_category_code_fkey" FOREIGN KEY ("category_code") REFERENCES "category"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_line" ADD CONSTRAINT "activity_line_funding_code_fkey" FOREIGN KEY ("funding_code") REFERENCES "funding_source"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "commitment" ADD CONSTRAINT "commitment_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "activity_revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "activity_revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "stored_file"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_step" ADD CONSTRAINT "review_step_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "activity_revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_step" ADD CONSTRAINT "review_step_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "village_response" ADD CONSTRAINT "village_response_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "activity_revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "village_response" ADD CONSTRAINT "village_response_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "village_response" ADD CONSTRAINT "village_response_answered_by_id_fkey" FOREIGN KEY ("answered_by_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;
