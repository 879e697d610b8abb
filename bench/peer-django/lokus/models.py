from django.db import models


class Kecamatan(models.Model):
    code = models.TextField(primary_key=True)
    name = models.TextField()

    class Meta:
        db_table = "kecamatan"


class Village(models.Model):
    code = models.TextField(primary_key=True)
    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, db_column="kecamatan_code")

    class Meta:
        db_table = "village"


class Agency(models.Model):
    short_name = models.TextField()

    class Meta:
        db_table = "agency"


class Assignment(models.Model):
    village = models.ForeignKey(Village, models.PROTECT, db_column="village_code", related_name="assignments")
    agency = models.ForeignKey(Agency, models.PROTECT)
    ends_on = models.DateField(null=True)

    class Meta:
        db_table = "assignment"


class List(models.Model):
    year = models.IntegerField()

    class Meta:
        db_table = "lokus_list"


class Member(models.Model):
    # In one list a village stands once, so it tells rows apart here.
    village = models.OneToOneField(Village, models.PROTECT, db_column="village_code", primary_key=True)
    list = models.ForeignKey(List, models.PROTECT)
    name = models.TextField()
    origin = models.TextField()

    class Meta:
        db_table = "lokus_member"
