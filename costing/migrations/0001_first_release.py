import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('schools', '0001_first_release'),
        ('schools', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalSchoolFundingRules',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('holds_from', models.DateField(blank=True, null=True)),
                ('key', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=150)),
                ('content', models.JSONField()),
                ('in_force', models.BooleanField(default=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'historical school funding rules',
                'verbose_name_plural': 'historical school funding ruless',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStaffRole',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('holds_from', models.DateField(blank=True, null=True)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('other', 'Other'), ('class teacher', 'Class teacher'), ('class TA', 'Class TA'), ('SENCO', 'SENCO')], default='other', max_length=20)),
                ('la_rate', models.DecimalField(blank=True, decimal_places=14, max_digits=24, null=True, verbose_name='LA rate')),
                ('hours_available', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.school')),
            ],
            options={
                'verbose_name': 'historical staff role',
                'verbose_name_plural': 'historical staff roles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='StaffRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('other', 'Other'), ('class teacher', 'Class teacher'), ('class TA', 'Class TA'), ('SENCO', 'SENCO')], default='other', max_length=20)),
                ('la_rate', models.DecimalField(blank=True, decimal_places=14, max_digits=24, null=True, verbose_name='LA rate')),
                ('hours_available', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['code', 'id'],
                'constraints': [models.UniqueConstraint(fields=('school', 'code'), name='role_code_once')],
            },
        ),
        migrations.CreateModel(
            name='RolePay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_date', models.DateField(blank=True, null=True)),
                ('basis', models.CharField(choices=[('salary', 'Salary ÷ weeks ÷ days ÷ hours'), ('hourly', 'Hourly rate, on-costs included'), ('annual per weekly hour', 'Pounds a year for one hour a week'), ('minute', 'Rate a minute'), ('contract hours', 'Salary ÷ 52.143 ÷ contract hours'), ('directed time', "Teacher's salary ÷ 1,265 hours")], max_length=30)),
                ('scale', models.CharField(blank=True, max_length=60)),
                ('area', models.CharField(blank=True, choices=[('england', 'England'), ('fringe', 'Fringe'), ('outer_london', 'Outer London'), ('inner_london', 'Inner London')], max_length=20)),
                ('point', models.CharField(blank=True, help_text='Blank = mid-point; 5-6 = the mean of the two.', max_length=20)),
                ('annual_salary', models.DecimalField(blank=True, decimal_places=14, max_digits=24, null=True)),
                ('on_costs', models.DecimalField(blank=True, decimal_places=14, max_digits=18, null=True, verbose_name='on-costs %')),
                ('rate', models.DecimalField(blank=True, decimal_places=14, max_digits=24, null=True)),
                ('contract_hours', models.DecimalField(blank=True, decimal_places=14, max_digits=18, null=True)),
                ('hours_worked', models.DecimalField(blank=True, decimal_places=14, max_digits=18, null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.academicyear')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pay', to='costing.staffrole')),
            ],
            options={
                'ordering': ['from_date', 'id'],
                'constraints': [models.UniqueConstraint(fields=('role', 'year', 'from_date'), name='role_pay_once_from_date'), models.UniqueConstraint(condition=models.Q(('from_date__isnull', True)), fields=('role', 'year'), name='role_pay_once_from_year_start')],
            },
        ),
        migrations.CreateModel(
            name='RoleHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_holdings', to='schools.staffmember')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holders', to='costing.staffrole')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('role', 'staff'), name='role_holder_once')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalRolePay',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('holds_from', models.DateField(blank=True, null=True)),
                ('from_date', models.DateField(blank=True, null=True)),
                ('basis', models.CharField(choices=[('salary', 'Salary ÷ weeks ÷ days ÷ hours'), ('hourly', 'Hourly rate, on-costs included'), ('annual per weekly hour', 'Pounds a year for one hour a week'), ('minute', 'Rate a minute'), ('contract hours', 'Salary ÷ 52.143 ÷ contract hours'), ('directed time', "Teacher's salary ÷ 1,265 hours")], max_length=30)),
                ('scale', models.CharField(blank=True, max_length=60)),
                ('area', models.CharField(blank=True, choices=[('england', 'England'), ('fringe', 'Fringe'), ('outer_london', 'Outer London'), ('inner_london', 'Inner London')], max_length=20)),
                ('point', models.CharField(blank=True, help_text='Blank = mid-point; 5-6 = the mean of the two.', max_length=20)),
                ('annual_salary', models.DecimalField(blank=True, decimal_places=14, max_digits=24, null=True)),
                ('on_costs', models.DecimalField(blank=True, decimal_places=14, max_digits=18, null=True, verbose_name='on-costs %')),
                ('rate', models.DecimalField(blank=True, decimal_places=14, max_digits=24, null=True)),
                ('contract_hours', models.DecimalField(blank=True, decimal_places=14, max_digits=18, null=True)),
                ('hours_worked', models.DecimalField(blank=True, decimal_places=14, max_digits=18, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.school')),
                ('year', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.academicyear')),
                ('role', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='costing.staffrole')),
            ],
            options={
                'verbose_name': 'historical role pay',
                'verbose_name_plural': 'historical role pays',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRoleHolder',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('holds_from', models.DateField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.school')),
                ('staff', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='schools.staffmember')),
                ('role', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='costing.staffrole')),
            ],
            options={
                'verbose_name': 'historical role holder',
                'verbose_name_plural': 'historical role holders',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PayPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale', models.CharField(max_length=60)),
                ('area', models.CharField(choices=[('england', 'England'), ('fringe', 'Fringe'), ('outer_london', 'Outer London'), ('inner_london', 'Inner London')], default='england', max_length=20)),
                ('point', models.CharField(max_length=20)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('starts', models.DateField(help_text='The day from which this point is paid.')),
                ('annual', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='annual salary')),
                ('source', models.CharField(max_length=200)),
                ('status', models.CharField(help_text='How sure the figure is.', max_length=40)),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['scale', 'area', 'starts', 'order', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('school__isnull', True)), fields=('scale', 'area', 'point', 'starts'), name='national_pay_point_once'), models.UniqueConstraint(condition=models.Q(('school__isnull', False)), fields=('school', 'scale', 'area', 'point', 'starts'), name='own_pay_point_once'), models.CheckConstraint(condition=models.Q(('annual__gt', 0)), name='pay_point_above_zero')],
            },
        ),
        migrations.CreateModel(
            name='SchoolFundingRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=150)),
                ('content', models.JSONField()),
                ('in_force', models.BooleanField(default=False)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'key'), name='funding_rules_key_once'), models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('school',), name='one_set_of_funding_rules_in_force')],
            },
        ),
    ]
