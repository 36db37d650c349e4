import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('provisions', '0001_first_release'),
        ('pupils', '0001_first_release'),
        ('schools', '0001_first_release'),
        ('schools', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalReview',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('holds_from', models.DateField(blank=True, null=True)),
                ('date', models.DateField()),
                ('found', models.TextField(blank=True, verbose_name='findings')),
                ('result', models.CharField(blank=True, choices=[('met', 'Met'), ('partly met', 'Partly met'), ('not met', 'Not met')], max_length=12)),
                ('next_step', models.TextField(blank=True)),
                ('pupils_view', models.TextField(blank=True)),
                ('familys_view', models.TextField(blank=True)),
                ('by', models.CharField(blank=True, max_length=150)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='provisions.interventiongroup')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pupil', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pupils.pupil')),
                ('school', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'historical review',
                'verbose_name_plural': 'historical reviews',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalScore',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('holds_from', models.DateField(blank=True, null=True)),
                ('date', models.DateField()),
                ('value', models.DecimalField(decimal_places=2, max_digits=9)),
                ('point', models.CharField(blank=True, choices=[('baseline', 'Baseline'), ('interim', 'Interim'), ('exit', 'Exit')], max_length=10)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='provisions.interventiongroup')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='provisions.measure')),
                ('pupil', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pupils.pupil')),
                ('school', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'historical score',
                'verbose_name_plural': 'historical scores',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('found', models.TextField(blank=True, verbose_name='findings')),
                ('result', models.CharField(blank=True, choices=[('met', 'Met'), ('partly met', 'Partly met'), ('not met', 'Not met')], max_length=12)),
                ('next_step', models.TextField(blank=True)),
                ('pupils_view', models.TextField(blank=True)),
                ('familys_view', models.TextField(blank=True)),
                ('by', models.CharField(blank=True, max_length=150)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='provisions.interventiongroup')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='pupils.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['-date', '-id'],
                'constraints': [models.UniqueConstraint(fields=('pupil', 'date', 'group'), name='review_once_a_day_and_group'), models.UniqueConstraint(condition=models.Q(('group__isnull', True)), fields=('pupil', 'date'), name='review_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('value', models.DecimalField(decimal_places=2, max_digits=9)),
                ('point', models.CharField(blank=True, choices=[('baseline', 'Baseline'), ('interim', 'Interim'), ('exit', 'Exit')], max_length=10)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='provisions.interventiongroup')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provisions.measure')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='pupils.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['date', 'id'],
                'constraints': [models.UniqueConstraint(fields=('pupil', 'measure', 'date'), name='score_once_a_day')],
            },
        ),
    ]
